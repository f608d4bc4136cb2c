import { rmSync } from 'node:fs';

// A deleted source file must not live on as a stale module in dist.
rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
