/** What a run leaves behind: the run directory, its metrics, history and provenance. */
package org.convspark.run;
