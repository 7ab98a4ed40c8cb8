"""The records: pydantic models whose fields carry their Chinese labels and markers. One file per kind."""
