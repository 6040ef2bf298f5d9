/** Tests of the scripts in {@code submit/}, with a stand-in for Spark. */
package org.convspark.submit;
