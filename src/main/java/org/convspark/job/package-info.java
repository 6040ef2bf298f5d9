/** One class a subcommand: opens Spark and wires the parts. */
package org.convspark.job;
