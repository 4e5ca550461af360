# Filled in by .ci/homebrew-formula for each release.
class Roledex < Formula
  desc "Terminal explorer of job roles"
  homepage "@HOMEPAGE@"
  version "@VERSION@"
  license all_of: ["MIT", "CC-BY-4.0"]

  on_macos do
    on_arm do
      url "@ADDRESS@/roledex-@VERSION@-aarch64-apple-darwin.tar.gz"
      sha256 "@SHA256-aarch64-apple-darwin@"
    end
    on_intel do
      url "@ADDRESS@/roledex-@VERSION@-x86_64-apple-darwin.tar.gz"
      sha256 "@SHA256-x86_64-apple-darwin@"
    end
  end

  on_linux do
    on_arm do
      url "@ADDRESS@/roledex-@VERSION@-aarch64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256-aarch64-unknown-linux-musl@"
    end
    on_intel do
      url "@ADDRESS@/roledex-@VERSION@-x86_64-unknown-linux-musl.tar.gz"
      sha256 "@SHA256-x86_64-unknown-linux-musl@"
    end
  end

  def install
    bin.install "roledex"
    man1.install Dir["man/*.1"]
    bash_completion.install "completions/roledex.bash" => "roledex"
    zsh_completion.install "completions/_roledex"
    fish_completion.install "completions/roledex.fish"
  end

  test do
    assert_match "Product manager", shell_output("#{bin}/roledex show product-manager")
  end
end
