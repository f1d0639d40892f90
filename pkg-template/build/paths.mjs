// Where things are, and the two version numbers that are written down once: the wasm-bindgen tool's comes from the
// crate's own lock file, the package's from Cargo.toml.
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Failure } from './log.mjs';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
export const template = path.join(root, 'pkg-template');
export const pkg = path.join(root, 'pkg');
export const target = path.resolve(root, process.env.CARGO_TARGET_DIR ?? 'target');

/** Tools that take minutes to compile are kept per user, not per checkout. */
export const toolsDir =
  process.env.OPTAVE_TOOLS_DIR ||
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'optave-web-sdk');

export function wasmBindgenVersion() {
  const lock = path.join(root, 'Cargo.lock');
  const found =
    (existsSync(lock) && /^name = "wasm-bindgen"\r?\nversion = "([^"]+)"/m.exec(readFileSync(lock, 'utf8'))) ||
    /^wasm-bindgen\s*=.*?"=?(\d+\.\d+\.\d+)"/m.exec(readFileSync(path.join(root, 'Cargo.toml'), 'utf8'));
  if (!found) throw new Failure('Neither Cargo.lock nor Cargo.toml names a full version of wasm-bindgen.');
  return found[1];
}

/** A string of the `[package]` section of Cargo.toml. */
export function cargoField(name) {
  const manifest = readFileSync(path.join(root, 'Cargo.toml'), 'utf8');
  const section = /^\[package\]\r?\n([\s\S]*?)(?=^\[|(?![\s\S]))/m.exec(manifest)?.[1] ?? '';
  return new RegExp(`^${name}\\s*=\\s*"([^"]+)"`, 'm').exec(section)?.[1];
}

export function packageVersion() {
  const version = cargoField('version');
  if (!version) throw new Failure('Cargo.toml has no version in [package].');
  return version;
}
