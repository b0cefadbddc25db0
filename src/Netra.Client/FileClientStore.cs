using System.Security.Cryptography;
using System.Text;

namespace Netra.Client;

/// <summary>
/// Keeps it in files of a directory, one for each key, named by its SHA-256. A file is replaced as a whole, so that a killed process leaves the old or the new
/// one. It is not flushed: after a loss of power some messages may come again, none is lost.
/// </summary>
/// <param name="directory">Made when it is missing. One process at a time may use it for a user.</param>
public sealed class FileClientStore(string directory) : IClientStore
{
    /// <inheritdoc/>
    public async ValueTask<string?> ReadAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllTextAsync(PathOf(key), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            // Nothing is kept yet.
            return null;
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(string key, string value, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(directory);
        var path = PathOf(key);
        await File.WriteAllTextAsync(path + ".new", value, cancellationToken).ConfigureAwait(false);
        File.Move(path + ".new", path, overwrite: true);
    }

    private string PathOf(string key) =>
        Path.Combine(directory, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))) + ".json");
}
