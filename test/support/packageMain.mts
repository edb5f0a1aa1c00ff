// `npm run package`
import { packageExtension } from './package.mts';

await packageExtension();
