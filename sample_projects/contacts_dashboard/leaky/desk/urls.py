"""Which address shows what."""

from django.contrib import admin
from django.urls import include, path
from rest_framework.routers import DefaultRouter

from contacts import views

router = DefaultRouter()
router.register("contacts", views.ContactViewSet)

urlpatterns = [
    path("", views.CustomerList.as_view(), name="customers"),
    path("customers/<int:number>/", views.dashboard, name="dashboard"),
    path("customers/<int:number>/recent/", views.recent, name="recent"),
    path("api/", include(router.urls)),
    path("admin/", admin.site.urls),
]
