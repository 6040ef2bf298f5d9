/** Files of text: JSON, cells of CSV, settings in HOCON, and what is wrong with one in one line. */
package org.convspark.storage.text;
