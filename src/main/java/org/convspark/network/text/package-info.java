/** Networks in a few lines of text, a line a layer. */
package org.convspark.network.text;
