"""The words that piilint thinks in: small frozen types, standard library only.

A *source* (personal data enters) reaches a *sink* (somebody sees it) by a *trace* of *steps*: that is a *flow*. A
*rule* says which flows are wrong; a flow that breaks a rule is a *finding*. A *rulebook* holds what rule files say
about the world. Every other package speaks in these types; this one imports none of them.
"""
