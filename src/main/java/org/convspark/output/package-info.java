/** What a run leaves behind: the run directory, metrics, provenance and the model. */
package org.convspark.output;
