from shop import models as m, views
from . import *
import os.path, os.path as p

m.send(1, *views, key="v", **options)
result = m.User.objects.get(id=3)["phone"](result)
super().save(
    a,
    b=views,
)
