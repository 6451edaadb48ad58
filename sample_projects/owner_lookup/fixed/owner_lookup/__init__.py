"""Owner lookup: type the serial number of a speaker, see whose it is."""
