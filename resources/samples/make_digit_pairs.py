#!/usr/bin/env python3
# SPDX-FileCopyrightText: The Inspike developers
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes scmrl-digits/: twenty pairs of a spoken and a written digit, both synthetic.

espeak-ng speaks (several voices, speeds and pitches; 8 kHz, 16 bit, a quiet hiss behind it) and Pillow draws (several
fonts, turned, slanted and of different thickness; 28 x 28, white on black, centred by mass as MNIST's). Needs Debian's
espeak-ng, python3-pil, fonts-comic-neue, fonts-humor-sans, fonts-liberation and fonts-dejavu-core. The same files each
time with the same versions of these.
"""
import array
import csv
import io
import math
import pathlib
import random
import subprocess
import wave

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
# Voice, words per minute, pitch 0...99.
SPEAKERS = (("en-us", 150, 35), ("en-us+f3", 170, 60), ("en-gb-scotland", 160, 45), ("en-gb-x-rp+f2", 150, 55),
            ("en-029+m3", 165, 30), ("en-us+m5", 140, 40), ("en-gb+f4", 175, 65))
# Font, thinnest and thickest stroke added around it (pixels of the large picture).
FONTS = (("opentype/comic-neue/ComicNeue-Regular.otf", 2, 6), ("opentype/comic-neue/ComicNeue-Italic.otf", 2, 6),
         ("truetype/humor-sans/Humor-Sans.ttf", 0, 1), ("truetype/liberation/LiberationSans-Italic.ttf", 1, 4),
         ("truetype/dejavu/DejaVuSans-ExtraLight.ttf", 2, 6))
RATE = 8000
TAKES = 2
SIDE, BOX, SCALE = 28, 20, 8


def main():
    folder = pathlib.Path(__file__).parent / "scmrl-digits"
    folder.mkdir(exist_ok=True)
    chance = random.Random(28)
    rows = []
    for digit, word in enumerate(WORDS):
        for take in range(TAKES):
            number = TAKES * digit + take
            sound, picture = f"{digit}_{take}.wav", f"{digit}_{take}.png"
            write_sound(folder / sound, spoken(word, SPEAKERS[number * 3 % len(SPEAKERS)], chance))
            written(str(digit), FONTS[number * 2 % len(FONTS)], chance).save(folder / picture, optimize=True)
            rows.append((sound, picture, digit, "test"))
    with open(folder / "pairs.csv", "w", newline="", encoding="utf-8") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(("audio", "visual", "label", "split"))
        table.writerows(rows)


def spoken(word, speaker, chance):
    """Samples in -1...1 at RATE."""
    voice, speed, pitch = speaker
    command = ["espeak-ng", "--stdout", "-v", voice, "-s", str(speed), "-p", str(pitch), word]
    answer = subprocess.run(command, check=True, capture_output=True).stdout
    with wave.open(io.BytesIO(answer)) as file:
        rate = file.getframerate()
        # The length in the header of a stream is not known; all that follows are samples.
        samples = array.array("h", file.readframes(len(answer) // 2))
    samples = resampled(trimmed([sample / 32768 for sample in samples]), rate, RATE)
    loudest = max(abs(sample) for sample in samples)
    level = chance.uniform(0.3, 0.8) / loudest
    return [level * sample + chance.gauss(0, 0.001) for sample in samples]


def trimmed(samples):
    """Without the silence at both ends, which espeak-ng makes long."""
    loud = [index for index, sample in enumerate(samples) if abs(sample) > 0.01]
    margin = 300
    return samples[max(0, loud[0] - margin):loud[-1] + margin]


def resampled(samples, before, after):
    """By a windowed sinc of 12 zero crossings."""
    cutoff = 0.95 * min(1.0, after / before)
    reach = 12 / cutoff
    result = []
    for index in range(len(samples) * after // before):
        centre = index * before / after
        total = 0.0
        for source in range(max(0, math.ceil(centre - reach)), min(len(samples), math.floor(centre + reach) + 1)):
            distance = source - centre
            angle = math.pi * distance * cutoff
            sinc = math.sin(angle) / angle if angle else 1.0
            total += samples[source] * cutoff * sinc * math.cos(math.pi * distance / (2 * reach)) ** 2
        result.append(total)
    return result


def write_sound(path, samples):
    clipped = array.array("h", (max(-32768, min(32767, round(32767 * sample))) for sample in samples))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes(clipped.tobytes())


def written(text, font, chance):
    """A 28 x 28 picture."""
    large = Image.new("L", (SIDE * SCALE, SIDE * SCALE))
    name, thinnest, thickest = font
    face = ImageFont.truetype(f"/usr/share/fonts/{name}", 22 * SCALE)
    ImageDraw.Draw(large).text((SIDE * SCALE / 2, SIDE * SCALE / 2), text, font=face, fill=255, anchor="mm",
                               stroke_width=chance.randint(thinnest, thickest), stroke_fill=255)
    slant = chance.uniform(-0.05, 0.25)
    large = large.transform(large.size, Image.Transform.AFFINE, (1, slant, -slant * SIDE * SCALE / 2, 0, 1, 0),
                            Image.Resampling.BICUBIC)
    large = large.rotate(chance.uniform(-10, 10), Image.Resampling.BICUBIC)
    large = large.filter(ImageFilter.GaussianBlur(chance.uniform(1.5, 3.0)))
    ink = large.crop(large.point(lambda value: 255 if value > 30 else 0).getbbox())
    scale = BOX / max(ink.size)
    ink = ink.resize([max(1, round(side * scale)) for side in ink.size], Image.Resampling.BOX)
    return grained(centred(ink), chance)


def centred(ink):
    """The centre of mass becomes the centre of the picture."""
    pixels = ink.load()
    mass = [(x, y, pixels[x, y]) for y in range(ink.height) for x in range(ink.width)]
    total = sum(value for _, _, value in mass)
    x = sum(x * value for x, _, value in mass) / total
    y = sum(y * value for _, y, value in mass) / total
    picture = Image.new("L", (SIDE, SIDE))
    picture.paste(ink, (round(SIDE / 2 - 0.5 - x), round(SIDE / 2 - 0.5 - y)))
    return picture


def grained(picture, chance):
    """Ink is not even."""
    grain = Image.new("L", picture.size)
    grain.putdata([chance.randint(0, 24) for _ in range(SIDE * SIDE)])
    return ImageChops.subtract(picture, grain)


main()
