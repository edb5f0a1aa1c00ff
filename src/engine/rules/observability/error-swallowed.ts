import { mayHaveEffect } from './error-swallowed/effects';
import type { Rule } from '../rule';
import { docs } from './error-swallowed/docs';
import { checkSwallowed } from './error-swallowed/script';

/** How empty handlers are written: on one line, as formatters leave them, or on two. */
const clauses = ['catch {}', 'catch (e) {}', 'catch (err) {}', 'catch (error) {}', 'catch (_) {}', 'catch (_e) {}', 'catch (_err) {}', 'catch (_error) {}', 'catch (ex) {}', 'catch(e) {}', 'catch(err) {}', 'catch(error) {}', 'catch (e) { }', 'catch (err) { }', 'catch { }'];
const tall = ['catch {\n', 'catch (e) {\n', 'catch (err) {\n', 'catch (error) {\n', 'catch (_) {\n', 'catch(e) {\n', 'catch(err) {\n', 'catch(error) {\n'];
const rollbacks = ["'ROLLBACK')", '"ROLLBACK")', "'rollback')", '.rollback()', '.rollbackTransaction()'];
const methods = ['.catch(() => {', '.catch(() => undefined)', '.catch(() => null)', '.catch(() => void 0)', '.catch(_ => {', '.catch((_) => {', '.catch((e) => {}', '.catch((err) => {}'];

/** Errors of writes and sends that are dropped where the caller goes on as if all were well. */
export const errorSwallowed: Rule = {
  id: 'error-swallowed',
  title: 'A failed write that nobody learns of',
  area: 'observability',
  languages: ['javascript', 'typescript', 'tsx'],
  grade: 'review',
  severity: 'information',
  lesson: 'observability#empty-catch',
  defaultOn: true,
  docs,
  script: { triggers: [...clauses, ...tall, ...rollbacks, ...methods], needsSql: true, mayHold: mayHaveEffect, check: checkSwallowed },
};
