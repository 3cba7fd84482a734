"""How a packet's build compares with one HTML document of the same exhibits, and what it holds.

``./run bench packets [COUNT …]`` makes a case with that many exhibits (20 and 200 if none are
given), has their renditions made as on upload, builds the packet in a process of its own, then
lets the typesetter set everything, the exhibits included, as one document in another. Processor
seconds are compared, those of the jail's processes counted in: the one document with the packet
alone (warm: the renditions were made on upload) and with renditions and packet (cold). Memory is
the most each process ever held.
"""

import argparse
import io
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import django

django.setup()

import pypdfium2  # noqa: E402 - Django's settings come first
from django.conf import settings  # noqa: E402
from django.template.loader import render_to_string  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.corpus import pieces  # noqa: E402
from cases.models import Case  # noqa: E402
from documents.cell.writings import writing  # noqa: E402
from documents.models import ExhibitPlacement, PacketVersion  # noqa: E402
from documents.packets import composing, renditions  # noqa: E402
from documents.packets.assembly import assemble  # noqa: E402
from documents.packets.showing import STYLE  # noqa: E402
from documents.packets.slips import slip_of  # noqa: E402
from documents.pdf import fonts  # noqa: E402
from documents.pdf.fetcher import Asset  # noqa: E402
from documents.pdf.typeset import typeset  # noqa: E402
from evidence import jail, receiving, vaults  # noqa: E402
from evidence.models import FileRole  # noqa: E402
from evidence.sniffing import PICTURES  # noqa: E402

MOST_MEMORY_MB = 300
LEAST_WARM, LEAST_COLD = 4.0, 1.4  # a quarter below what was measured with 20 exhibits
RASTER_DPI = 150
BIG_CSS = "section { break-before: page } section img { max-width: 100%; max-height: 620pt }"


def main() -> int:
    parser = argparse.ArgumentParser(prog="./run bench packets", description=__doc__)
    parser.add_argument("counts", nargs="*", type=int, default=[20, 200])
    parser.add_argument("--child", choices=["renditions", "ours", "one"], help=argparse.SUPPRESS)
    given = parser.parse_args()
    fonts.use_only_ours(settings.STATE_DIR / "fonts")
    if given.child:
        print(json.dumps(CHILDREN[given.child](given.counts[0])))
        return 0
    return max(measure(count) for count in given.counts)


def measure(count: int) -> int:
    """Print one comparison; 1 when the packet holds too much or has lost its lead."""
    version, size = prepared(count)
    made, ours, one = (in_child(what, version.pk) for what in ("renditions", "ours", "one"))
    warm = one["cpu_s"] / ours["cpu_s"]
    cold = one["cpu_s"] / (made["cpu_s"] + ours["cpu_s"])
    print(f"\n{count} exhibits, {size / 1e6:.0f} MB of originals")
    for name, got in (("renditions", made), ("packet", ours), ("one document", one)):
        print(
            f"  {name:13} {got['pages']:4} pages  {got['cpu_s']:7.2f} CPU s  {got['wall_s']:7.2f} s"
            f"  {got['memory_mb']:5.0f} MB at most  {got['size'] / 1e6:6.1f} MB file"
        )
    print(f"  one document / packet: {warm:.1f} in processor time")
    print(f"  one document / (renditions and packet): {cold:.1f}")
    spared = ours["memory_mb"] <= MOST_MEMORY_MB
    fast = warm >= LEAST_WARM and cold >= LEAST_COLD
    print(f"  memory under {MOST_MEMORY_MB} MB: {'yes' if spared else 'NO'}")
    return 0 if spared and fast else 1


def prepared(count: int) -> tuple[PacketVersion, int]:
    """A case with ``count`` exhibits and a version of its packet, asked for and not yet built."""
    print(f"Making {count} exhibits …", flush=True)
    email = f"bench-{count}-{time.time_ns()}@example.org"
    lead = User.objects.create(email=email, name="Bench", role=Role.ATTORNEY)
    case = Case.objects.create(
        ref=f"bench-{time.time_ns() % 10**9}", client_name="Bench", lead=lead, opened_by=lead
    )
    packet = composing.compose(case, title="Bench", by=lead)
    size = 0
    for piece in pieces(count):
        size += len(piece.content)
        content = io.BytesIO(piece.content)
        received = receiving.receive(
            content, case=case, by=lead, name=piece.name, title=f"Exhibit {piece.name}"
        )
        composing.include(packet, [received.item])
    return composing.request_build(packet, by=lead), size


def in_child(what: str, version_pk: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.packets", "--child", what, str(version_pk)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    found: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    return found


def make_renditions(version_pk: int) -> dict[str, Any]:
    cpu, wall = processor_s(), time.monotonic()
    placements = ExhibitPlacement.objects.filter(version=version_pk)
    size = 0
    for placement in placements.select_related("file__item__case", "file__blob__vault"):
        renditions.prepare(placement.file)
        made = placement.file.derivatives.filter(role=FileRole.RENDITION).first()
        size += made.blob.size if made else 0
    return costs(cpu, wall, pages=0, size=size)


def build_ours(version_pk: int) -> dict[str, Any]:
    cpu, wall = processor_s(), time.monotonic()
    version = PacketVersion.objects.claim(version_pk)
    if version is None:
        raise SystemExit("The packet was built before.")
    with version.worked_on():
        assemble(version)
    version.refresh_from_db()
    if version.blob is None:
        raise SystemExit(version.error)
    return costs(cpu, wall, pages=version.pages, size=version.blob.size)


def build_as_one(version_pk: int) -> dict[str, Any]:
    """Everything a packet holds as one HTML document, set at once."""
    version = PacketVersion.objects.get(pk=version_pk)
    cpu, wall = processor_s(), time.monotonic()
    placements = list(version.placements.select_related("file__blob__vault").order_by("position"))
    assets: dict[str, Asset] = {}
    parts: list[str] = [
        render_to_string(f"documents/packet/{name}.html", {
            "version": version, "placements": placements, "rows": placements, "is_start": True,
            "lines": [],
        })
        for name in ("cover", "index", "manifest")
    ]  # fmt: skip
    for placement in placements:
        slips = {"slips": [slip_of(placement)]}
        parts.append(render_to_string("documents/packet/slips.html", slips))
        parts.append(as_html(placement, assets))
    css = render_to_string(STYLE) + BIG_CSS
    set_ = typeset("".join(parts), css, assets=assets)
    return costs(cpu, wall, pages=set_.pages, size=len(set_.pdf))


def as_html(placement: ExhibitPlacement, assets: dict[str, Asset]) -> str:
    with vaults.open_blob(placement.file.blob) as original:
        content = original.read()
    name = placement.item_ref
    if placement.media_type in PICTURES:
        assets[name] = Asset(content, placement.media_type)
        return f'<section><img src="asset:{name}"></section>'
    if placement.media_type == "application/pdf":
        return "".join(rasters(name, content, assets))
    text = writing(content, placement.media_type)
    context = {
        "placement": placement,
        "writing": text,
        "pieces": text.paragraphs,
        "is_start": True,
        "is_end": True,
    }
    words = render_to_string("documents/packet/writing.html", context)
    return f"<section>{words}</section>"


def rasters(name: str, content: bytes, assets: dict[str, Asset]) -> list[str]:
    parts = []
    with pypdfium2.PdfDocument(content) as document:
        for at, page in enumerate(document):
            out = io.BytesIO()
            page.render(scale=RASTER_DPI / 72).to_pil().save(out, "PNG", compress_level=1)
            assets[f"{name}-{at}"] = Asset(out.getvalue(), "image/png")
            parts.append(f'<section><img src="asset:{name}-{at}"></section>')
    return parts


def costs(cpu: float, wall: float, *, pages: int, size: int) -> dict[str, Any]:
    return {
        "cpu_s": processor_s() - cpu,
        "wall_s": time.monotonic() - wall,
        "memory_mb": most_memory_mb(),
        "pages": pages,
        "size": size,
    }


def processor_s() -> float:
    """Processor seconds of this process and of the children it has seen end."""
    jail.JAILER.dismiss()  # its time and that of its children counts once it has ended
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def most_memory_mb() -> float:
    """The most resident memory this process ever held (Linux)."""
    status = Path("/proc/self/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


CHILDREN = {"renditions": make_renditions, "ours": build_ours, "one": build_as_one}

if __name__ == "__main__":
    sys.exit(main())
