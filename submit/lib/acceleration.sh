# shellcheck shell=bash disable=SC2034 # convspark.sh uses what this sets.
#
# What makes ND4J fast, for driver and executors, in this one place. Without it the lecture's network
# trains at a sixth of the speed. Off with `--set accel.enabled=false` or CONVSPARK_ACCEL=off.
# The pom gives the same environment to tests; SubmitScriptTest compares them.

acceleration_env=(
  # glibc gives large blocks back to the system after every step and faults them in again in the
  # next, for up to a quarter of the time. These keep them, and grow the heap by 64 MB at once.
  MALLOC_MMAP_MAX_=0
  MALLOC_TRIM_THRESHOLD_=8000000000
  MALLOC_TOP_PAD_=67108864
  # Huge pages for malloc (glibc 2.35 and later; ignored elsewhere).
  GLIBC_TUNABLES=glibc.malloc.hugetlb=1
  # Spark runs a worker per core: a worker with more threads than one only gets in another's way.
  OMP_NUM_THREADS=1
  OPENBLAS_NUM_THREADS=1
)

# Which kernels OpenBLAS and oneDNN take, where the user has a say in it: kernels differ in the order
# of their sums, and with it in the last bits of what they train.
kernel_env=(OPENBLAS_CORETYPE OPENBLAS_L2_SIZE ONEDNN_MAX_CPU_ISA DNNL_MAX_CPU_ISA)

# The first lets a JVM start that does not know the second (it exists on Linux only).
# The last turns on DL4J's oneDNN layers, which are off by default.
acceleration_java_options="-XX:+IgnoreUnrecognizedVMOptions -XX:+UseTransparentHugePages\
 -Dorg.eclipse.deeplearning4j.helpers.disable=false"
