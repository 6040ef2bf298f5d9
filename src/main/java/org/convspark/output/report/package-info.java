/** report.html: what is in run directories as one page that needs nothing else. */
package org.convspark.output.report;
