"""Whether a program's SBOM is true: spdx_check.py SBOM PROGRAM. What it is linked with is what its table of dynamic libraries says, what it
loads late is what interp/late/libraries.def says; and by pyspdxtools, where there is one, that it is SPDX."""
import json, re, shutil, subprocess, sys

sbom, program = sys.argv[1:3]
told = json.load(open(sbom))
packages = {package["SPDXID"]: package for package in told["packages"]}
bad = []
for one in told["relationships"]:
    if one["relatedSpdxElement"] not in packages or one["spdxElementId"] not in {*packages, "SPDXRef-DOCUMENT"}:
        bad.append(f"an id of nothing: {one}")
bad += [f"no version or licence of {one['name']}" for one in packages.values() if not one["versionInfo"] or one["licenseDeclared"] in ("", "NOASSERTION")]
named = {id for one in told["relationships"] for id in (one["spdxElementId"], one["relatedSpdxElement"])}
bad += [f"nothing is said of what {id} is to the program" for id in packages if id not in named]


def files(kind, end):
    return sorted(packages[one[end]]["packageFileName"] for one in told["relationships"] if one["relationshipType"] == kind)


# Those of the compiler and of sanitizers come with the build, and libm is part of the C library.
dynamic = subprocess.check_output(["readelf", "-d", program], text=True)
needed = [name for name in re.findall(r"\(NEEDED\).*\[(.*)\]", dynamic) if not name.startswith(("libm.so", "ld-linux", "libasan", "libubsan", "libtsan", "libgcc", "libgcov"))]
linked = files("DYNAMIC_LINK", "relatedSpdxElement")
bad += [f"{name} is linked, and not told" for name in needed if not any(f"{file}.".startswith(f"{name}.") for file in linked)]
bad += [f"{file} is told, and not linked" for file in linked if not any(f"{file}.".startswith(f"{name}.") for name in needed)]
late = sorted(re.findall(r'^LIBRARY\([A-Z]+, [a-z]+, "([^"]+)"', open("interp/late/libraries.def").read(), re.M))
if files("RUNTIME_DEPENDENCY_OF", "spdxElementId") != late:
    bad.append(f"loaded late are {late}, told are {files('RUNTIME_DEPENDENCY_OF', 'spdxElementId')}")
if shutil.which("pyspdxtools"):
    said = subprocess.run(["pyspdxtools", "-i", sbom], capture_output=True, text=True)
    if said.returncode:
        bad.append(said.stdout + said.stderr)
print(*bad, sep="\n", end="\n" if bad else "")
sys.exit(1 if bad else 0)
