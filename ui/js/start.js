// Starts the page's program. A file of its own, since the page allows no inline scripts.
import start from "../onemap_ui.js";

await start({ module_or_path: new URL("../onemap_ui_bg.wasm", import.meta.url) });
