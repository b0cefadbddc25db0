// Builds the page into the folder that the host serves.
import { buildPage, SERVED } from './page.mjs';

await buildPage(SERVED);
