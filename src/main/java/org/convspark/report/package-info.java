/** The page about runs, its charts and pictures. */
package org.convspark.report;
