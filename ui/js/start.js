// Starts the page's program. A file of its own, since the page allows no inline scripts.
import start from "../onemap_ui.js";

await start();
