/** The command line: options, the terminal, progress. */
package org.convspark.cli;
