/** From SVG to PNG, without a browser and with our own letters: the same on every machine. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { initWasm, Resvg } from '@resvg/resvg-wasm';

const { resolve } = createRequire(import.meta.url);
const ENGINE = '@resvg/resvg-wasm/index_bg.wasm';
const LETTERS = ['dejavu-fonts-ttf/ttf/DejaVuSans.ttf', 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf'];

let ready: Promise<Uint8Array[]> | undefined;

/** The engine takes no second start, so it is started once for the whole process, with the first picture. */
async function prepare(): Promise<Uint8Array[]> {
  await initWasm(await readFile(resolve(ENGINE)));
  return Promise.all(LETTERS.map((file) => readFile(resolve(file))));
}

/** A picture of the size that the SVG names. Takes some 50 ms of the one thread. Throws when the SVG cannot be read. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  ready ??= prepare();
  const fontBuffers = await ready;
  const engine = new Resvg(svg, { font: { fontBuffers, defaultFontFamily: 'DejaVu Sans' } });
  const image = engine.render();
  try {
    return image.asPng();
  } finally {
    image.free();
    engine.free();
  }
}
