import os
from setuptools import setup
setup(name="x", version=os.environ["V"])
