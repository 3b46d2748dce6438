/* Wine 8 has no bcryptprimitives.dll, and Rust's standard library takes its random numbers from there. A stand-in for Wine
   alone: Windows 10 and 11 have the real one, and this is never shipped. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(PVOID buffer, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE buffer, SIZE_T length)
{
    const SIZE_T most = 1u << 28;
    while (length > 0) {
        ULONG part = (ULONG)(length > most ? most : length);
        if (!SystemFunction036(buffer, part))
            return FALSE;
        buffer += part;
        length -= part;
    }
    return TRUE;
}
