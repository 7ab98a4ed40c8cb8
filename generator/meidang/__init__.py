"""Meidang 美档: accreditation archives of medical-aesthetics institutions, from YAML to Word and a searchable site."""

__version__ = "0.1.0"
