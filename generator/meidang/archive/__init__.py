"""Valid records, indexed, located and cross-referenced. Built by ``load``; read by the rules and the renderers."""

from meidang.archive.index import FILE, Archive, Item, Reference

__all__ = ["FILE", "Archive", "Item", "Reference"]
