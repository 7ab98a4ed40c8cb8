"""A scan -> pictures for paper: upright, without metadata, on white, no larger than a page asks for."""

from meidang.render.attachments.pictures import Picture, pictures, remark
from meidang.source.decoding import PRINTED, Undecodable

__all__ = ["PRINTED", "Picture", "Undecodable", "pictures", "remark"]
