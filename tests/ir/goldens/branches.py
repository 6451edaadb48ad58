def show(user, flag):
    if flag and user.name or not user.phone:
        text = user.name
    elif 0 < flag < 3:
        text = "few"
    else:
        return None
    label = text or "unknown"
    both = text and label
    return label if both else text


if TYPE_CHECKING:
    from app.models import User
else:
    User = None

if False:
    sink(secret)
assert User is not None, "no user"
