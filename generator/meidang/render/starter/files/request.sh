meidang build site --root base
meidang build binder --root base
