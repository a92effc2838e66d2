"""Finds a JDK 25. As a program it prints its home, or an empty line."""
import os
import pathlib
import re
import shutil

VERSION = 25
PLACES = ("/usr/lib/jvm", "/opt", "/usr/local/lib/jvm", os.path.expanduser("~/.sdkman/candidates/java"))


def candidates():
    for name in ("FAIRLEAD_JAVA", "JAVA_HOME"):
        if os.environ.get(name):
            given = pathlib.Path(os.environ[name])
            yield given.parent.parent if given.name == "java" else given
    if shutil.which("javac"):
        yield pathlib.Path(os.path.realpath(shutil.which("javac"))).parent.parent
    for place in PLACES:
        if os.path.isdir(place):
            yield from sorted(pathlib.Path(place).iterdir())


def home():
    """The home of a JDK that is new enough, or None. Its `release` file tells the version."""
    for jdk in candidates():
        release = jdk / "release"
        if (jdk / "bin" / "javac").exists() and release.exists():
            version = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.M)
            if version and int(version[1]) >= VERSION:
                return jdk
    return None


if __name__ == "__main__":
    print(home() or "")
