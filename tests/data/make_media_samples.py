# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes the tiny sounds, pictures and list of pairs in recordings/; needs python3-pil and flac."""
import math
import pathlib
import struct
import subprocess
import wave

from PIL import Image

RATE = 8000


def sound(path):
    """A tenth of a second of 440 Hz on the left, of 660 Hz on the right."""
    samples = []
    for i in range(RATE // 10):
        for frequency in (440, 660):
            samples.append(round(20000 * math.sin(2 * math.pi * frequency * i / RATE)))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(struct.pack(f"<{len(samples)}h", *samples))


def picture():
    """Red grows to the right, green downwards, blue is a checker of 2 x 2."""
    image = Image.new("RGB", (12, 8))
    for y in range(8):
        for x in range(12):
            image.putpixel((x, y), (20 * x, 30 * y, 255 * ((x // 2 + y // 2) % 2)))
    return image


def main():
    folder = pathlib.Path(__file__).parent / "recordings"
    sound(folder / "tiny.wav")
    subprocess.run(["flac", "--silent", "--force", "--no-padding", "--no-seektable", "-o", folder / "tiny.flac",
                    folder / "tiny.wav"], check=True)
    picture().save(folder / "tiny.png")
    picture().save(folder / "tiny.jpg", quality=90)
    picture().convert("L").save(folder / "tiny_grey.jpeg", quality=90)
    (folder / "tiny_pairs.csv").write_text(
        "audio,visual,label,split\n"
        "tiny.wav,tiny.png,colour,train\n"
        "tiny.flac,tiny-images-idx3-ubyte.gz#1,digit,test\n"
        "tiny.wav,tiny_grey.jpeg,grey,train\n"
        "shd_float32.hdf5#1,tiny.es,events,validation\n")
    (folder / "tiny_samples.csv").write_text(
        "domain,file,label,split\n"
        "event,digit.bin,1,train\n"
        "event,overflow.bs2,0,test\n"
        "static,tiny.png,0,train\n"
        "static,tiny-images-idx3-ubyte.gz,@tiny-labels-idx1-ubyte.gz,\n")


main()
