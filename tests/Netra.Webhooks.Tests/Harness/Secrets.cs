namespace Netra.Webhooks.Tests;

internal static class Secrets
{
    public const string Old = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    public const string New = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
}
