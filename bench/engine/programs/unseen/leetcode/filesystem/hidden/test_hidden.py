import random
from solution import FileSystem


def test_order():
    fs = FileSystem()
    for n in ["q", "b", "zz", "a", "m"]:
        fs.mkdir("/x/" + n)
    assert fs.ls("/x") == ["a", "b", "m", "q", "zz"]
    assert fs.ls("/x/zz") == []


def test_mkdir_again_keeps():
    fs = FileSystem()
    fs.mkdir("/a/b")
    fs.mkdir("/a")
    assert fs.ls("/a") == ["b"]
    fs.mkdir("/a/c")
    assert fs.ls("/a") == ["b", "c"]


def test_separate_systems():
    a, b = FileSystem(), FileSystem()
    a.addContentToFile("/f", "1")
    assert b.ls("/") == []
    assert a.ls("/f") == ["f"]


def test_random():
    rng = random.Random(14)
    for _ in range(100):
        fs = FileSystem()
        dirs, files = {"/"}, {}
        for _ in range(30):
            base = rng.choice(sorted(dirs))
            x = rng.random()
            name = rng.choice("abcdefgh")
            p = (base if base != "/" else "") + "/" + name
            if x < 0.35:
                if p not in files:
                    fs.mkdir(p)
                    dirs.add(p)
            elif x < 0.7:
                if p not in dirs:
                    c = rng.choice(["x", "yy", "zzz"])
                    fs.addContentToFile(p, c)
                    files[p] = files.get(p, "") + c
            elif x < 0.85 and files:
                f = rng.choice(sorted(files))
                assert fs.readContentFromFile(f) == files[f]
                assert fs.ls(f) == [f.rsplit("/", 1)[1]]
            else:
                pre = base if base == "/" else base + "/"
                want = sorted(q[len(pre):] for q in list(dirs) + list(files)
                              if q != "/" and q.startswith(pre) and "/" not in q[len(pre):])
                assert fs.ls(base) == want
