// SPDX-License-Identifier: EUPL-1.2
// What is asked of a thread and what it says: the menu opens it, the part on its validity shows it, and that on what model
// document an article is; `document` is what is said of one that it is already.
export type Looking = 'check' | 'replace' | 'review' | 'article' | 'authors' | 'model' | 'document';
