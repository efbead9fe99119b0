// The reference implementation of SRTP, which ours is compared with. Only tests import it.
#include <srtp2/srtp.h>
