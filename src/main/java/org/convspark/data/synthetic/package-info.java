/** The built-in generator of digits. */
package org.convspark.data.synthetic;
