/*
 * Copies the front-end packages' files that the pages use into static/vendor, each under a name with its content's hash,
 * so that browsers may keep it for ever. manifest.json maps the plain name to the hashed one:
 * { "bootstrap.css": "bootstrap.1a2b3c4d5e6f.css", … }. Licences lie beside them, as their authors ask.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../node_modules/", import.meta.url));
const vendor = fileURLToPath(new URL("static/vendor/", import.meta.url));

const files = {
  "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
  "htmx.js": "htmx.org/dist/htmx.min.js",
  "swagger-ui.css": "swagger-ui-dist/swagger-ui.css",
  "swagger-ui.js": "swagger-ui-dist/swagger-ui-bundle.js",
};
const licences = {
  "bootstrap.LICENSE.txt": "bootstrap/LICENSE",
  "htmx.LICENSE.txt": "htmx.org/LICENSE",
  "swagger-ui.LICENSE.txt": "swagger-ui-dist/LICENSE",
  "swagger-ui.NOTICE.txt": "swagger-ui-dist/NOTICE",
  "swagger-ui.bundled.LICENSE.txt": "swagger-ui-dist/swagger-ui-bundle.js.LICENSE.txt",
};

/* Source maps are not served: without this, browsers' tools ask for them in vain. */
const withoutSourceMap = (text) => text.replace(/\n?(\/\*|\/\/)# sourceMappingURL=\S+?( ?\*\/)?\s*$/, "\n");

await rm(vendor, { recursive: true, force: true });
await mkdir(vendor, { recursive: true });
const manifest = {};
for (const [name, path] of Object.entries(files)) {
  const text = withoutSourceMap(await readFile(join(packages, path), "utf8"));
  const digest = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const extension = extname(name);
  manifest[name] = `${name.slice(0, -extension.length)}.${digest}${extension}`;
  await writeFile(join(vendor, manifest[name]), text);
}
for (const [name, path] of Object.entries(licences)) {
  await writeFile(join(vendor, name), await readFile(join(packages, path)));
}
await writeFile(join(vendor, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
