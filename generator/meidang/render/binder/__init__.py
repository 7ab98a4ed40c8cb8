"""The binder 评审卷宗: what goes in, in which order, and how it becomes Word volumes. Pure; it lays nothing out."""
