@register("users")
class User(Base[int], Mixin, metaclass=Meta):
    """Somebody."""

    table = "user"
    phone: Annotated[str, PII("contact.phone")] = Column(String(20), ForeignKey("x.y"), null=True)
    email: "Optional[str]"
    __secret = 1

    def __init__(self, name: str, /, *rest: int, age=table, **more) -> None:
        self.name = self.first = name
        self.__age: int = age
        self.tags, self.x = rest

    @property
    def shown(self):
        return self.__secret

    @staticmethod
    def make(self):
        self.not_a_field = 1

    class Inner:
        value = table


def local(items):
    class Row:
        rows = items

        def all(self):
            return items, __class__

    return Row
