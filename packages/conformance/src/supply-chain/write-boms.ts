// The last step of `pnpm build`.
import { writeBoms } from './boms.ts';

await writeBoms();
