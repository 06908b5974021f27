// What libxml2 calls of ICU, for a static program that goes without: there is no converter for any encoding. The names
// carry ICU's version, which its header adds.
#include <unicode/ucnv.h>

UConverter* ucnv_open(const char* name, UErrorCode* error) {
  (void)name;
  *error = U_FILE_ACCESS_ERROR;
  return NULL;
}

// Without a converter, nobody comes here.
void ucnv_close(UConverter* converter) { (void)converter; }

void ucnv_setToUCallBack(UConverter* converter, UConverterToUCallback action, const void* context,
                         UConverterToUCallback* oldAction, const void** oldContext, UErrorCode* error) {
  (void)converter, (void)action, (void)context, (void)oldAction, (void)oldContext;
  *error = U_UNSUPPORTED_ERROR;
}

void ucnv_setFromUCallBack(UConverter* converter, UConverterFromUCallback action, const void* context,
                           UConverterFromUCallback* oldAction, const void** oldContext, UErrorCode* error) {
  (void)converter, (void)action, (void)context, (void)oldAction, (void)oldContext;
  *error = U_UNSUPPORTED_ERROR;
}

void ucnv_convertEx(UConverter* to, UConverter* from, char** target, const char* targetLimit, const char** source,
                    const char* sourceLimit, UChar* pivotStart, UChar** pivotSource, UChar** pivotTarget,
                    const UChar* pivotLimit, UBool reset, UBool flush, UErrorCode* error) {
  (void)to, (void)from, (void)target, (void)targetLimit, (void)source, (void)sourceLimit, (void)pivotStart;
  (void)pivotSource, (void)pivotTarget, (void)pivotLimit, (void)reset, (void)flush;
  *error = U_UNSUPPORTED_ERROR;
}

void UCNV_TO_U_CALLBACK_STOP(const void* context, UConverterToUnicodeArgs* arguments, const char* units, int32_t length,
                             UConverterCallbackReason reason, UErrorCode* error) {
  (void)context, (void)arguments, (void)units, (void)length, (void)reason, (void)error;
}

void UCNV_FROM_U_CALLBACK_STOP(const void* context, UConverterFromUnicodeArgs* arguments, const UChar* units,
                               int32_t length, UChar32 codePoint, UConverterCallbackReason reason, UErrorCode* error) {
  (void)context, (void)arguments, (void)units, (void)length, (void)codePoint, (void)reason, (void)error;
}
