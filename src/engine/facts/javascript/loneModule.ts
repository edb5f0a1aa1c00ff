import type { ScriptSource } from '../../source';

/** `module.exports =`, `require('axios')`, `from 'express'`, `process.env`: a page that loads scripts resolves none of them. */
const nodeText = /^[ \t]*(?:module\.)?exports\b[\w.]*\s*=|\brequire\(\s*['"]|\bfrom\s+['"](?:node:|@?[a-z])|\bprocess\.env\b/m;

/** No page loads these as they are. */
const nodeFile = /\.(?:ts|mts|cts|cjs|mjs)$/;

/**
 * True for a module that no package.json stands by, and that only Node, or what bundles for it, could load: a file that
 * was written or copied alone. What nothing calls there may be called by whatever the file is put into.
 */
export const isLoneModule = ({ file, project, text }: Pick<ScriptSource, 'file' | 'project' | 'text'>): boolean => (nodeFile.test(file) || nodeText.test(text)) && project.packageFor(file) === undefined;
