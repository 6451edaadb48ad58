"""The intermediate representation as plain data, its readable dump, and the linked program.

One representation for Python, notebooks, Jinja2, Django templates and SQL. A template is a function whose parameter is
its context and whose body shows values; including a template is calling it. So the engine needs to know nothing about
templates, and field-sensitivity carries through them.
"""
