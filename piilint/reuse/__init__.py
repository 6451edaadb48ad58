"""reuse: what an earlier run followed, where an edit since then changed nothing that it asked for.

Following data is nearly all of a run's cost, and it is a function of the linked program, the sources and the rules, and
of nothing else. So its result is kept, with a record of what was read, and is good for each later run in which all that
was read is the same ("red and green" in the words of incremental compilers; here with one question for a whole run):

- The *head* of a file is all of its ModuleIR but the code of functions: names, parameters, classes, fields, imports,
  comments, and for each function the identifiers that its code mentions. Any run reads all heads, since linking does.
  The heads, with the rules, the settings that linking obeys and piilint's own code, name what is kept.
- The *body* of a function is its code. Bodies are decoded at their first use, so those that a run has decoded by the
  end of `propagate` are those that it read (`identify` and `link` included). The record lists them with one digest of
  what they said. A run that finds the same name and the same digest would read the same, step by step, and so find the
  same; an edit of a function that nothing led to is therefore no change.
- Line numbers are no part of either. No stage computes with them: they are compared, and handed on to say where
  something is. So a head is compared with each line replaced by its rank among the head's lines, and a body with each
  line replaced by its rank among the body's and by where it falls between the head's: comments, docstrings that are no
  code and blank lines move lines, and keep all ranks. What was kept names lines; they are replaced one by one by those
  of the same rank today. A line that nothing mentions, which could not be replaced, makes what was kept void.
- Notebooks count lines within cells, and texts that hold SQL or templates count them within the text; of such files
  lines are compared as they are, and all bodies count as read.

What `screens`, `judge` and `excerpt` say is made anew each time: they are cheap, and read today's comments, settings
and code. A run that keeps nothing (`--no-cache`) does none of this.
"""

from piilint.reuse.past import Bodies, Past, read_bodies

__all__ = ["Bodies", "Past", "read_bodies"]
