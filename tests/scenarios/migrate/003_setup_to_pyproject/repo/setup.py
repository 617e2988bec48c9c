"""Set up."""
from setuptools import find_packages, setup

VERSION = "1.0"

setup(
    name="thing",
    version=VERSION,
    author="Ada",
    long_description=open("README.md").read(),
    packages=find_packages(where="src"),
    package_dir={"": "src"},
    install_requires=["click>=8"],
    extras_require={"dev": ["pytest"]},
    python_requires=">=3.11",
    entry_points={"console_scripts": ["thing = thing.cli:main"]},
)
