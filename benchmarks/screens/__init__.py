"""Whether the table of screens knows each route of an application, its own framework being the judge."""
