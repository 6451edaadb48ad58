from .deep import ident as renamed
