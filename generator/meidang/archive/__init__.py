"""Valid records, indexed, located and cross-referenced. Built by ``load``; read by the rules and the renderers."""

from meidang.archive.index import Archive, Item, Reference

__all__ = ["Archive", "Item", "Reference"]
