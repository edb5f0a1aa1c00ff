export { lessonPage } from '../../../src/views/panel/lesson/page';
export { createMarkdownRenderer } from '../../../src/views/panel/markdown';
export { Panel } from '../../../src/views/panel/panel';
export { readingPage } from '../../../src/views/panel/reading/page';
export { tablePage } from '../../../src/views/panel/table/page';
