export { lessonPage } from '../../../src/views/panel/lesson/page';
export { createMarkdownRenderer } from '../../../src/views/panel/markdown';
export { Panel } from '../../../src/views/panel/panel';
